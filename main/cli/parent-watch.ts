/**
 * Ends this process when the launcher that started it has ended, however it did: `kill -9` on what a user started must
 * stop what they see running. Imported first by main.ts; without a launcher it does nothing. State on disk needs no
 * goodbye: it is right after a kill at any instruction.
 */
if (process.env['KOOSYNC_LAUNCHED'] === '1' && process.connected) {
  delete process.env['KOOSYNC_LAUNCHED'];
  process.on('disconnect', () => {
    process.exit(137);
  });
  // The listener alone would keep a command alive after its work is done.
  process.channel?.unref();
}
