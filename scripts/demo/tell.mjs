// What the demo says: numbered steps, each with the time it took. Plain JavaScript, because set-up speaks first, under
// Node 20.

const steps = 10;

let current = 0;
let began = 0;

/** @param {string} text */
export const line = (text) => console.log(text);

/** @param {string} text one or more lines that belong to the step */
export const say = (text) => console.log(text.replace(/^(?=.)/gm, '        '));

/** @param {string} title */
export const beginStep = (title) => {
  current += 1;
  began = Date.now();
  console.log(`\n[${String(current).padStart(2)}/${steps}] ${title}`);
};

export const endStep = () => say(`done in ${seconds(Date.now() - began)}`);

/** The story goes on counting where set-up, another process, stopped. @param {number} done */
export const continueAfter = (done) => (current = done);

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
