/** Where secrets live. keytar-vault.ts is the OS keychain; environment-credentials.ts is for the CLI and CI. Nothing else holds one. */
export type TokenCredentials = {
  readonly kind: 'token';
  readonly userId: string;
  /** as the server gave it, scheme word included where it had one (open point 10) */
  readonly token: string;
  /** base edition: goes with session/refresh */
  readonly sessionId?: string | undefined;
  /** carrier edition: goes with auth/refreshToken */
  readonly refreshToken?: string | undefined;
};
export type AppCredentials = {
  readonly kind: 'app';
  readonly userId: string;
  readonly appId: string;
  readonly appSecret: string;
};
export type Credentials = TokenCredentials | AppCredentials;

/** Where a secret is kept; users read the words for it (shared/strings, `vault`). */
export type VaultPlace = 'secret-service' | 'keychain' | 'credential-manager' | 'environment';

export type TokenVault = {
  readonly place: VaultPlace;
  /** Throws KooError KEYRING_UNAVAILABLE where there is no keyring or it stays locked. */
  load(server: string, userId: string): Promise<Credentials | undefined>;
  save(server: string, credentials: Credentials): Promise<void>;
  remove(server: string, userId: string): Promise<void>;
};
