/** Opening the review of one's drafts from anywhere in Setup. */
const opened = new EventTarget();

export const openReview = (): void => void opened.dispatchEvent(new Event("review"));

export function onReview(act: () => void): () => void {
  opened.addEventListener("review", act);
  return () => opened.removeEventListener("review", act);
}
