import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { startLanguage } from "./core/i18n";
import { chooseTheme, storedTheme } from "./core/preferences";
import { Application } from "./shell/Application";
import "./fields/all";
import "./styles/mantine.css";
import "./styles/base.css";
import "./styles/colours.css";

chooseTheme(storedTheme(localStorage));
startLanguage();
const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the application.");
createRoot(root).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
