/**
 * What the window and its preview frame tell each other. The frame reads bytes that anybody may have made, so that the
 * window takes nothing from it but messages of these shapes; the frame in turn knows nothing but what it is told here.
 */
import { z } from 'zod';
import { kinds } from './read/kind.ts';
import { refusals } from './read/refusal.ts';

// it would try whether it may write functions as text, which the policies of both pages forbid and the console tells of
z.config({ jitless: true });

/** One content to be shown; its bytes come with it, or are read from `url` in pieces. */
export type FrameContent = {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** what people call this content, where two are compared: "Version 4", "On this computer" */
  readonly title: string;
  readonly url?: string | undefined;
  readonly bytes?: ArrayBuffer | undefined;
};

export type FrameView = {
  readonly language: 'en' | 'zh';
  /** for sizes, counts and dates, which follow the system's region */
  readonly tag: string;
  readonly theme: 'light' | 'dark' | 'system';
  /** how two texts, or two images, are shown */
  readonly layout: 'side' | 'inline';
};

export type ToFrame =
  | {
      readonly type: 'show';
      /** Messages about an earlier turn are out of date. */
      readonly turn: number;
      readonly mode: 'preview' | 'changes';
      /** one, or the older and the newer one */
      readonly contents: readonly FrameContent[];
      readonly view: FrameView;
      /** parts of the older text may be chosen to be taken into the newer one, which is the file as it is */
      readonly canTake: boolean;
    }
  | { readonly type: 'view'; readonly view: FrameView }
  | { readonly type: 'find' }
  | { readonly type: 'ping'; readonly n: number };

const count = z.number().int().nonnegative();

/** What a content is, for whoever does not see it. */
const shown = z.object({
  type: z.literal('shown'),
  turn: count,
  kind: z.enum([...kinds, 'changes', 'same']),
  /** why it is described instead of shown */
  refused: z.enum(refusals).optional(),
  /** of changes in a text: how many there are */
  hunks: count.optional(),
});

const taken = z.object({
  type: z.literal('taken'),
  turn: count,
  /** the newer text with the chosen parts of the older one, a byte order mark first where it had one */
  text: z.string().max(64 * 1024 * 1024),
  /** as TextDecoder calls it */
  encoding: z.string().max(40),
  hunks: count,
  /** of the newer content, for whom the text is meant */
  sha256: z.string().max(128),
});

/** From the frame. `up`: it listens. `leave`: the user pressed Escape, and goes back to the window. */
export const fromFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('up') }),
  z.object({ type: z.literal('pong'), n: count }),
  z.object({ type: z.literal('leave') }),
  z.object({ type: z.literal('layout'), layout: z.enum(['side', 'inline']) }),
  shown,
  taken,
]);

export type FromFrame = z.infer<typeof fromFrame>;
export type Shown = z.infer<typeof shown>;
export type Taken = z.infer<typeof taken>;

/** The frame's page, from the root of the window's own address. */
export const framePage = '/preview/index.html';
