export const IMPORT = {} as const;
