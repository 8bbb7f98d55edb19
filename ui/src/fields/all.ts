/** Every field type that comes with the application; each folder defines its kinds when it is loaded. */
export {};
