// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, test } from "vitest";

import { Title } from "./Title";

test("a page is named from its most particular part on, follows it, and leaves nothing behind", () => {
  const { rerender, unmount } = render(<Title parts={["远大", "", "客户"]} />);
  expect(document.title).toBe("远大 – 客户 – Guanxi 关系");
  rerender(<Title parts={["Far", "Account"]} />);
  expect(document.title).toBe("Far – Account – Guanxi 关系");
  unmount();
  expect(document.title).toBe("Guanxi 关系");
});
