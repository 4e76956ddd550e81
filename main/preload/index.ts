/** What runs in the page's process before the page: joins Electron's doors to the bridge and hands the page `window.koo`. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { buildBridge } from '../../shared/ipc/bridge.ts';
import { calls } from '../../shared/ipc/calls.ts';
import { languageFrom } from '../../shared/language-argument.ts';

const { platform } = process;

contextBridge.exposeInMainWorld(
  'koo',
  buildBridge({
    invoke: (name, args) => ipcRenderer.invoke(calls[name].channel, ...args),
    subscribe: (event, listener) => {
      const heard = (_event: IpcRendererEvent, value: unknown) => {
        listener(value);
      };
      ipcRenderer.on(event, heard);
      return () => {
        ipcRenderer.off(event, heard);
      };
    },
    systemLanguage: languageFrom(process.argv),
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
  }),
);
