import { readlinkSync } from 'node:fs';
import { createDescriptorDoor, type Door } from './door.ts';
import { createWalkedDoor } from './walked-door.ts';

/** Does the kernel say what a descriptor leads to? Some containers have no /proc. */
function isTold(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return readlinkSync('/proc/self/fd/0') !== '';
  } catch (thrown) {
    // a process without standard input is told all the same
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' && hasDescriptors();
  }
}

function hasDescriptors(): boolean {
  try {
    return readlinkSync('/proc/self/exe') !== '';
  } catch {
    return false;
  }
}

/** The door of this system, of which there is one in a process. */
export const door: Door = isTold() ? createDescriptorDoor() : createWalkedDoor();
