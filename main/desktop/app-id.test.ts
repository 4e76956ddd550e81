import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appId } from './app-id.ts';

it('is the one that the installer writes', () => {
  const config = readFileSync(join(import.meta.dirname, '../../electron-builder.yml'), 'utf8');
  expect(/^appId: *(.+)$/mu.exec(config)?.[1]?.trim()).toBe(appId);
});
