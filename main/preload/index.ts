/** What runs in the page's process before the page: joins Electron's doors to the bridge and hands the page `window.koo`. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { buildBridge } from './bridge.ts';
import { languageFrom } from '../../shared/language-argument.ts';

contextBridge.exposeInMainWorld(
  'koo',
  buildBridge({
    invoke: (channel, args) => ipcRenderer.invoke(channel, ...args),
    subscribe: (channel, listener) => {
      const heard = (_event: IpcRendererEvent, value: unknown) => {
        listener(value);
      };
      ipcRenderer.on(channel, heard);
      return () => {
        ipcRenderer.off(channel, heard);
      };
    },
    systemLanguage: languageFrom(process.argv),
    platform: process.platform,
  }),
);
