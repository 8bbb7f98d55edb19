/** Every field type that comes with the application; each file defines its kinds when it is loaded. */
import "./fields.css";
import "./boolean/boolean";
import "./choice/choice";
import "./code/code";
import "./colour/colour";
import "./composite/composite";
import "./contact/contact";
import "./duration/duration";
import "./encrypted/encrypted";
import "./json/json";
import "./markup/markup";
import "./moment/moment";
import "./number/number";
import "./picklist/picklist";
import "./rating/rating";
import "./reference/reference";
import "./text/text";
