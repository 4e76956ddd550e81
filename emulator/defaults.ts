/** The account and space that a fresh emulator holds; demo, development and tests sign in with them. */
export const defaults = {
  userId: '1505084218764547200',
  token: 'demo-token-0123456789abcdef',
  appId: 'koosync-demo-app',
  appSecret: 'koosync-demo-secret',
  containerId: 'IAADemoSpace1605108881422443136',
} as const;
