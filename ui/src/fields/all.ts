/** Every field type that comes with the application; each file defines its kinds when it is loaded. */
import "./number/number";
import "./picklist/picklist";
