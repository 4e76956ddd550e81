/** The account and space that a fresh emulator holds; demo, development and tests sign in with them. */
export const defaults = {
  userId: '1505084218764547200',
  token: 'demo-token-0123456789abcdef',
  appId: 'koosync-demo-app',
  appSecret: 'koosync-demo-secret',
  containerId: 'IAADemoSpace1605108881422443136',
  /** an authorization code for POST session that always works; the sign-in page hands out one-time codes */
  authCode: 'demo-authorization-code',
  /** carrier login */
  account: 'demo',
  password: 'demo-password',
  captchaToken: '123456',
  /** bytes: 100 GiB */
  capacity: 107_374_182_400,
} as const;
