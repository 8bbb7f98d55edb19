import { Link } from "react-router";

import { piecesOf, USER, type Named } from "../../core/mentions";

/** What a comment says: whom it mentions stands there by name, if the reader may see that person. */
export function Said({ text, people }: { text: string; people: ReadonlyMap<string, Named> }) {
  return (
    <span className="long-text">
      {piecesOf(text).map((piece, index) => {
        const person = piece.login === null ? undefined : people.get(piece.login);
        return person ? <Link key={index} className="mention" to={`/o/${USER}/${person.id}`} title={piece.text}>@{person.name}</Link> : piece.text;
      })}
    </span>
  );
}
