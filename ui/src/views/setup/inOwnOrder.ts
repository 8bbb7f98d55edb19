import type { ReactNode } from "react";

/** What is Chinese and what is English, one's own language first. */
export const inOwnOrder = (language: string, zh: ReactNode, en: ReactNode): readonly ReactNode[] => (language === "zh" ? [zh, en] : [en, zh]);
