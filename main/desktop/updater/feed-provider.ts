/** Where electron-updater reads a feed: it gets none that is not signed with one of our keys. */
import type { UpdateInfo } from 'electron-updater';
import {
  parseUpdateInfo,
  Provider,
  resolveFiles,
  type ProviderRuntimeOptions,
} from 'electron-updater/out/providers/Provider.js';
import { UpdateFailure } from '../../updates/failure.ts';
import { fetchFeed, type Fetch } from '../../updates/fetch-feed.ts';
import { readSignedFeed, type UpdateKeys } from '../../updates/signed-feed.ts';

export type FeedSource = {
  /** folder of the feeds and packages */
  readonly feed: string;
  readonly keys: UpdateKeys;
  /** `latest`, `beta`: as electron-builder names the feeds, by the channel that is wished now */
  readonly channel: () => string;
  readonly fetch: Fetch;
};

type ProviderClass = new (
  options: unknown,
  updater: unknown,
  runtime: ProviderRuntimeOptions,
) => Provider<UpdateInfo>;

/** The class that electron-updater makes its provider of. */
export const feedProvider = (source: FeedSource): ProviderClass =>
  class SignedFeedProvider extends Provider<UpdateInfo> {
    readonly #folder: URL;

    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
      this.#folder = new URL(source.feed.endsWith('/') ? source.feed : `${source.feed}/`);
    }

    /** Throws UpdateFailure: 'feed-down', 'unsigned'. */
    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getCustomChannelName(source.channel())}.yml`;
      const address = new URL(name, this.#folder);
      const content = await fetchFeed(source.fetch, address.href);
      const verdict = readSignedFeed(content, name, source.keys);
      switch (verdict.kind) {
        case 'signed':
          return parseUpdateInfo(verdict.text, name, address);
        case 'unsigned':
          throw new UpdateFailure('unsigned', `${name} is not signed with a key of ours`);
        case 'no-feed':
          throw new UpdateFailure('feed-down', `what came as ${name} is no feed`);
      }
    }

    resolveFiles(info: UpdateInfo): ReturnType<typeof resolveFiles> {
      return resolveFiles(info, this.#folder);
    }
  };
