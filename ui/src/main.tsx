import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { applyTheme, storedTheme } from "./core/preferences";
import { StartPage } from "./views/start/StartPage";
import "./style.css";

applyTheme(document.documentElement, localStorage, storedTheme(localStorage));
const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the application.");
createRoot(root).render(
  <StrictMode>
    <StartPage />
  </StrictMode>,
);
