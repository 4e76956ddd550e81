/** The window around the fake bridge: `npx vite -c renderer/vite.config.ts`, then open /dev/index.html?state=syncing */
import { mount } from '../src/mount.tsx';
import { createFakeBridge } from './fake-bridge.ts';

void mount(createFakeBridge(location.search));
