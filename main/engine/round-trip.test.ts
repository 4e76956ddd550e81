import { expect, it } from 'vitest';
import { RoundTrip } from './round-trip.ts';

it('is that of the quickest call of late', () => {
  const roundTrip = new RoundTrip();
  expect(roundTrip.ms).toBeUndefined();
  for (const ms of [90, 80, 400]) roundTrip.measured(ms);
  expect(roundTrip.ms).toBe(80);
  for (let n = 0; n < 40; n += 1) roundTrip.measured(200);
  expect(roundTrip.ms).toBe(200);
  roundTrip.forget();
  expect(roundTrip.ms).toBeUndefined();
});
