/** `npm run torture -- --kills N --minutes M [--seed S]`: tests/torture/, from the command line. */
// A name that TypeScript does not follow: what is run there belongs to the tests' project, not to the scripts'.
const main: string = '../tests/torture/main.ts';
await import(main);
