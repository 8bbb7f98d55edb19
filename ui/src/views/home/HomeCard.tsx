import { useId, type ReactNode } from "react";

import { Icon } from "../../widgets/Icon";

interface Props {
  icon: string | null;
  title: ReactNode;
  /** Stands at the end of the head, such as the way to all of it. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One thing to look at on the home screen. */
export function HomeCard({ icon, title, aside, children }: Props) {
  const id = useId();
  return (
    <section className="home-card" aria-labelledby={id}>
      <header><Icon name={icon} size={16} /><h2 id={id} className="clip">{title}</h2>{aside}</header>
      {children}
    </section>
  );
}
