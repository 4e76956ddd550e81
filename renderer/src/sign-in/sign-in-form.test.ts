import { describe, expect, it } from 'vitest';
import { signInForm } from '../../../shared/account.ts';
import { draftFrom, errorsOf, formOf, servers } from './sign-in-form.ts';

const filled = { ...draftFrom(undefined), userId: ' lin ', token: 'secret\n' };

describe('the sign-in form', () => {
  it('begins where the user left it', () => {
    expect(draftFrom({ server: `${servers.international}/`, userId: 'lin' }).choice).toBe('international');
    const own = draftFrom({ server: 'http://127.0.0.1:9000', userId: '' });
    expect([own.choice, own.address]).toEqual(['other', 'http://127.0.0.1:9000']);
    expect(draftFrom({ server: '', userId: '' }).choice).toBe('china');
  });

  it('asks for what is missing, and only that', () => {
    expect(errorsOf(filled)).toEqual({});
    expect(Object.keys(errorsOf(draftFrom(undefined))).sort()).toEqual(['token', 'userId']);
    expect(Object.keys(errorsOf({ ...filled, method: 'app' })).sort()).toEqual(['appId', 'appSecret']);
  });

  it.each(['drive', 'ftp://drive.example.com', 'https://', ''])(
    'does not take %o for an address',
    (address) => {
      expect(errorsOf({ ...filled, choice: 'other', address }).address).toBeDefined();
    },
  );

  it.each([
    ['drive.example.com', 'https://drive.example.com'],
    [' Drive.example.com:8443/ ', 'https://Drive.example.com:8443'],
    ['http://127.0.0.1:4455', 'http://127.0.0.1:4455'],
    ['localhost:4455', 'https://localhost:4455'],
  ])('takes %o for %s', (address, server) => {
    expect(errorsOf({ ...filled, choice: 'other', address })).toEqual({});
    expect(formOf({ ...filled, choice: 'other', address }).server).toBe(server);
  });

  it('sends what the contract wants, without stray spaces', () => {
    const token = formOf({ ...filled, choice: 'other', address: ' https://drive.example.com/ ' });
    expect(token).toEqual({
      kind: 'token',
      server: 'https://drive.example.com',
      userId: 'lin',
      token: 'secret',
    });
    expect(signInForm.safeParse(token).success).toBe(true);
    const app = formOf({ ...filled, method: 'app', appId: 'a', appSecret: ' b ' });
    expect(signInForm.parse(app)).toEqual({
      kind: 'app',
      server: servers.china,
      userId: 'lin',
      appId: 'a',
      appSecret: 'b',
    });
  });
});
