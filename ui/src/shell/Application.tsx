import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router/dom";

import { useTheme } from "../core/preferences";
import { makeQueryClient } from "../core/query";
import { meQuery } from "../core/session";
import { Corner } from "../widgets/Corner";
import { makeRouter } from "./routes";

// Styles come from files alone: the pages' policy allows no style that a script writes into the document.
const THEME = createTheme({
  cursorType: "pointer",
  components: {
    Modal: { defaultProps: { lockScroll: false, centered: false, yOffset: "12vh" } },
    Drawer: { defaultProps: { lockScroll: false } },
    Button: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
});

const client = makeQueryClient((cache) => cache.setQueryData(meQuery().queryKey, null));
let router: ReturnType<typeof makeRouter> | undefined;

/** The router, made when it is first drawn: it asks at once, and in the language that is chosen by then. */
const begin = () => (router ??= makeRouter(client));

/** The whole application: what every screen stands in. */
export function Application() {
  const { shown } = useTheme();
  return (
    <MantineProvider theme={THEME} forceColorScheme={shown} withCssVariables={false} withGlobalClasses={false} deduplicateCssVariables={false}>
      <QueryClientProvider client={client}>
        <Corner />
        <RouterProvider router={begin()} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
