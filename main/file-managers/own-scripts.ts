/** The scripts in the state folder that all entries go through, and what they start. */
import * as z from 'zod';
import type { KeeperParts } from './keeper.ts';
import { insideScript, launcherScript, type Program } from './launcher.ts';
import { insideFile, launcherFile, ownFolder, programFile } from './places.ts';

const schema = z.object({ version: z.literal(1), executable: z.string(), args: z.array(z.string()) });

export type OwnScripts = {
  /** what they start now; undefined when there are none */
  program(): Promise<Program | undefined>;
  /** Writes what is new. */
  write(program: Program): Promise<void>;
  remove(): Promise<void>;
};

export function openOwnScripts({ places, files, folders }: KeeperParts): OwnScripts {
  return {
    program: async () => {
      const text = await files.read(programFile(places)).catch(() => undefined);
      try {
        return text === undefined ? undefined : schema.parse(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    write: async (program) => {
      const { executable, args } = program;
      const about = { version: 1, executable, args: [...args] } satisfies z.infer<typeof schema>;
      const state = places.isStateNamed ? places.state : undefined;
      const all = [
        [programFile(places), `${JSON.stringify(about)}\n`, 0o600],
        [launcherFile(places), launcherScript(program, state), 0o700],
        [insideFile(places), insideScript(await folders()), 0o700],
      ] as const;
      for (const [path, text, mode] of all)
        if ((await files.read(path)) !== text) await files.write({ path, text, mode });
    },
    remove: async () => {
      for (const path of [launcherFile(places), insideFile(places), programFile(places)])
        await files.remove(path);
      await files.removeEmptyFolder(ownFolder(places));
    },
  };
}
