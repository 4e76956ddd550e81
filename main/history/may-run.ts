/**
 * Would opening this file run it? Then it is shown in its folder instead: what is in a version is nobody's program until
 * its user starts it. By its name for all three systems, since a file may be carried from one to another, and by its
 * first bytes where the name says nothing.
 */
import { extname } from 'node:path';

const runByName: ReadonlySet<string> = new Set(
  [
    // Windows
    'exe com scr pif bat cmd ps1 ps1xml ps2 psc1 psd1 psm1 vb vbe vbs js jse ws wsf wsh wsc hta msi msp mst msix appx appxbundle msixbundle',
    'cpl dll ocx sys drv lnk url scf inf ins isp reg rgs job gadget application appref-ms chm hlp msc mde ade crt xbap settingcontent-ms diagcab iso img vhd vhdx',
    // Linux and other unixes
    'sh bash zsh fish csh ksh dash run bin desktop appimage flatpak flatpakref flatpakrepo snap deb rpm so ko elf out service py pyw pyc pyz pl rb php tcl lua awk',
    // macOS
    'app command tool terminal action workflow scpt scptd applescript dmg pkg mpkg webloc inetloc fileloc kext dylib osx prefpane qlgenerator saver',
    // every system with that program
    'jar jnlp jsp class apk xpi crx air ipa',
  ].flatMap((line) => line.split(' ')),
);

/** A script, an ELF, PE or Mach-O program, a Java class. */
const beginnings: readonly (readonly number[])[] = [
  [0x23, 0x21],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x4d, 0x5a],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
];

/** `head` is the first bytes of the content; `mode` its permission bits, where it has any. */
export const mayRun = (name: string, head: Uint8Array, mode = 0): boolean =>
  // Windows takes dots and spaces at the end of a name away
  runByName.has(
    extname(name.replace(/[. ]+$/u, ''))
      .slice(1)
      .toLowerCase(),
  ) ||
  (mode & 0o111) !== 0 ||
  beginnings.some((bytes) => bytes.every((byte, i) => head[i] === byte));
