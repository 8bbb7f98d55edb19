import { expect, test } from "vitest";

import { deviceOf } from "./device";

const KIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`, "Edge", "Windows"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} Chrome/130.0.0.0 Safari/537.36`, "Chrome", "Linux"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari", "iPhone"],
  [`Mozilla/5.0 (Linux; Android 14) ${KIT} Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0`, "WeChat", "Android"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox", "macOS"],
  ["something else", null, null],
  [null, null, null],
])("%s is named", (agent, browser, system) => {
  expect(deviceOf(agent)).toEqual({ browser, system });
});
