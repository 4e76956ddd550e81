/** `npm run torture -- --kills N --minutes M [--seed S]`: tests/torture/, from the command line. */
import '../tests/torture/main.ts';
