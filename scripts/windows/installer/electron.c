/*
 * Stands in for electron.exe in the installer that is tried: it ends at once. electron-builder writes into it what it writes
 * into Electron: the icon, the version, the checksum of app.asar, and the fuses behind their sentinel.
 */
#include <windows.h>

/* version of the fuses, how many there are, and each: on */
__declspec(dllexport) const char fuses[] = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\1\x09" "111111111";

int WINAPI WinMain(HINSTANCE self, HINSTANCE other, LPSTR words, int shown) {
  (void)self, (void)other, (void)words, (void)shown;
  return fuses[0] == 0;
}
