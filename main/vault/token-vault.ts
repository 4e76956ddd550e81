/** Where secrets live. keytar-vault.ts is the OS keychain; env-vault.ts is for the CLI and CI. Nothing else holds one. */
export type Credentials =
  | { readonly kind: 'token'; readonly userId: string; readonly token: string }
  | { readonly kind: 'app'; readonly userId: string; readonly appId: string; readonly appSecret: string };

export type TokenVault = {
  /** what a person calls this place, e.g. "the system keyring" */
  readonly name: string;
  /** Throws KooError KEYRING_UNAVAILABLE where there is no keyring or it stays locked. */
  load(server: string, userId: string): Promise<Credentials | undefined>;
  save(server: string, credentials: Credentials): Promise<void>;
  remove(server: string, userId: string): Promise<void>;
};
