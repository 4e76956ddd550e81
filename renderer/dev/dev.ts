/** The window around the fake bridge: `npx vite -c renderer/vite.config.ts`, then open /dev/index.html?state=syncing */
import { mount } from '../src/mount.tsx';
import { createFakeBridge, type FakeControls } from './fake-bridge.ts';
import { mountPreview } from './preview.tsx';

declare global {
  /** for the console, and for tests of the page */
  var fake: FakeControls;
}

const query = new URLSearchParams(location.search);
const bridge = createFakeBridge(location.search);
globalThis.fake = bridge.fake;
void (query.has('preview') ? mountPreview(bridge, query) : mount(bridge));
