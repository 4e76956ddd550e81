/** The only room that holds secrets. */
export { credentialsFromEnvironment, vaultFromEnvironment } from './env-vault.ts';
export { createKeytarVault, type Keychain, type KeytarVaultOptions } from './keytar-vault.ts';
export type * from './token-vault.ts';
