/**
 * The name of the app among those of the system, as the installer writes it (electron-builder.yml, appId). Windows shows the
 * notifications of a program only where it says the very id that its shortcut in the start menu has.
 */
export const appId = 'com.koosync.desktop';
