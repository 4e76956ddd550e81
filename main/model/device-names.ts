/** Names that other systems take and Windows does not keep as they are: such a file could never be given back there. */

const reserved = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i;

/** Does Windows keep this name for a device, whatever its ending? */
export const isDeviceName = (name: string): boolean => reserved.test(name);

/** Does it end in what Windows drops at the end of a name? */
export const endsInDropped = (name: string): boolean => /[. ]$/.test(name);
