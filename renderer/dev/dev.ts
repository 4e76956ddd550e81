/** The window around the fake bridge: `npx vite -c renderer/vite.config.ts`, then open /dev/index.html?state=syncing */
import { mount } from '../src/mount.tsx';
import { createFakeBridge } from './fake-bridge.ts';
import { mountPreview } from './preview.tsx';

const query = new URLSearchParams(location.search);
const bridge = createFakeBridge(location.search);
void (query.has('preview') ? mountPreview(bridge, query) : mount(bridge));
