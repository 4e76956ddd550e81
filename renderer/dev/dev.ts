/** The window around the fake bridge: `npx vite -c renderer/vite.config.ts`, then open /dev/index.html?state=syncing */
import { mount } from '../src/mount.tsx';
import { createFakeBridge, type FakeControls } from './fake-bridge.ts';

declare global {
  /** for the console, and for tests of the page */
  var fake: FakeControls;
}

const bridge = createFakeBridge(location.search);
globalThis.fake = bridge.fake;
void mount(bridge);
