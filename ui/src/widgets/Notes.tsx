import { Notifications } from "@mantine/notifications";

export { notifications } from "@mantine/notifications";

/** Where short notes come up, and go again by themselves. */
export function Notes() {
  return <Notifications position="bottom-center" limit={3} autoClose={6_000} />;
}
