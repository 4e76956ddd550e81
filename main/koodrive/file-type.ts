/** fileType of a name by its extension (API section 17). A text in file calls; 45 is "other", 10 a folder. */
export const FOLDER_TYPE = '10';
export const SMART_FOLDER_TYPE = '11';

const families: Readonly<Record<string, string>> = {
  '15': 'avif bmp gif heic heif ico jpeg jpg png psd raw svg tif tiff webp',
  '20': '3gp avi flv m4v mkv mov mp4 mpeg mpg rmvb webm wmv',
  '26': 'doc docm docx dot dotx odt rtf wps',
  '27': 'csv et ods xls xlsb xlsm xlsx xlt xltx',
  '28': 'dps odp pot potx pps ppsx ppt pptm pptx',
  '30': 'aac aiff amr ape flac m4a mid mp3 ogg opus wav wma',
  '35': '7z bz2 gz iso rar tar tgz xz zip zst',
  '40': 'apk app appimage bat deb dmg exe hap ipa jar msi pkg rpm',
};
const byExtension = new Map(
  Object.entries(families).flatMap(([type, extensions]) =>
    extensions.split(' ').map((extension) => [extension, type] as const),
  ),
);

export function fileTypeOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return (dot > 0 && byExtension.get(name.slice(dot + 1).toLowerCase())) || '45';
}
