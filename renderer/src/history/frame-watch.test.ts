import { describe, expect, it } from 'vitest';
import { FrameWatch, type Watched } from './frame-watch.ts';

const ticks = (watch: FrameWatch, count: number): Watched[] =>
  Array.from({ length: count }, () => watch.tick());

describe('a frame is given up', () => {
  it('when it does not answer in ten seconds', () => {
    const watch = new FrameWatch();
    expect(ticks(watch, 10)).not.toContain('gone');
    expect(watch.tick()).toBe('gone');
  });

  it('when it answered once and then no more', () => {
    const watch = new FrameWatch();
    watch.answered();
    expect(ticks(watch, 14).filter((one) => one !== 'fine')).toEqual(['ping', 'ping']);
    expect(watch.tick()).toBe('gone');
  });
});

describe('a frame is kept', () => {
  it('for as long as it answers', () => {
    const watch = new FrameWatch();
    watch.answered();
    for (let n = 0; n < 100; n += 1) {
      const seen = watch.tick();
      expect(seen).not.toBe('gone');
      if (seen === 'ping') watch.alive();
    }
  });

  it('for ten seconds more when it is asked anew', () => {
    const watch = new FrameWatch();
    ticks(watch, 9);
    watch.expect();
    expect(ticks(watch, 10)).not.toContain('gone');
    expect(watch.tick()).toBe('gone');
  });
});
