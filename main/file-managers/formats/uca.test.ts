import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionsState, emptyActions, ownActions, withActions, withoutActions } from './uca.ts';
import { readXml } from './xml.ts';

const own = ownActions('/home/ann/.local/share/koosync/file-managers/open');
const theirs = '<action>\n\t<name>Mine &amp; &lt;yours&gt;</name>\n\t<command>x %F</command>\n</action>';

/** What a user's file may look like. */
const files = {
  'as Thunar makes it': `<?xml version="1.0" encoding="UTF-8"?>\n<actions>\n${theirs}\n</actions>\n`,
  empty: emptyActions,
  'on one line': `<actions>${theirs}</actions>`,
  'nothing between the tags': '<actions></actions>',
  'an indented end': `<actions>\n  ${theirs}\n    </actions>`,
  'lines of Windows': '<actions>\r\n<action/>\r\n</actions>\r\n',
  'a byte order mark': '\uFEFF<actions>\n</actions>\n',
  'a document type': '<!DOCTYPE actions [\n  <!ELEMENT actions (action)+>\n]>\n<actions>\n</actions>',
  'comments that look like an end':
    '<!-- </actions> -->\n<actions>\n<!-- <unique-id>koosync-pause</unique-id> </actions> -->\n</actions><!-- x -->\n',
  'our id in data, and in other places':
    '<actions>\n<action><description><![CDATA[</actions><unique-id>koosync-pause</unique-id>]]></description></action>\n<note><action><unique-id>koosync-pause</unique-id></action></note>\n</actions>',
  'attributes and instructions': `<?xml version='1.0'?><actions a="x' &gt;" b='"'><?php </actions> ?>\n</actions>`,
  'no line break at the end': `<actions>\n${theirs}\n</actions>`,
} as const;

describe("Thunar's actions", () => {
  it.each(Object.entries(files))('%s: put in, put in again, taken out', (_, text) => {
    const merged = withActions(text, own) ?? '';
    expect(actionsState(text, own)).toBe('none');
    expect(actionsState(merged, own)).toBe('current');
    expect(readXml(merged)?.children.filter(({ name }) => name === 'action')).toHaveLength(
      (readXml(text)?.children.filter(({ name }) => name === 'action').length ?? 0) + own.length,
    );
    expect(withActions(merged, own)).toBe(merged);
    expect(withoutActions(merged)).toBe(text);
    expect(withoutActions(text)).toBe(text);
  });

  it('opens an empty tag', () => {
    const merged = withActions('<?xml version="1.0"?>\n<actions a="b" />\n', own) ?? '';
    expect(actionsState(merged, own)).toBe('current');
    expect(withoutActions(merged)).toBe('<?xml version="1.0"?>\n<actions a="b"></actions>\n');
  });

  it('knows its own after Thunar has written the file anew, and leaves what a user changed of them', () => {
    const [first] = own;
    const command = first?.command.replaceAll('&', '&amp;').replaceAll('"', '&quot;') ?? '';
    const rewritten = (text: string) =>
      `<?xml encoding="UTF-8" version="1.0"?>\n<actions>\n${theirs}\n<action>\n<name>Versions!</name>\n<unique-id>koosync-view-versions</unique-id>\n<command>${text}</command>\n</action>\n</actions>`;
    const merged = withActions(rewritten(command), own) ?? '';
    expect(merged).toContain('<name>Versions!</name>');
    expect(withoutActions(merged)).toBe(
      `<?xml encoding="UTF-8" version="1.0"?>\n<actions>\n${theirs}\n</actions>`,
    );
    // what it starts is another KooSync: that is brought up to date, in its place
    expect(actionsState(rewritten('/old/place %F'), own)).toBe('stale');
    const renewed = withActions(rewritten('/old/place %F'), own) ?? '';
    expect(actionsState(renewed, own)).toBe('current');
    expect(renewed).not.toContain('/old/place');
    expect(renewed.indexOf('Mine')).toBeLessThan(renewed.indexOf('koosync-view-versions'));
  });

  it('leaves one of two that are ours', () => {
    const [first] = own;
    const twice = `<actions>\n${first?.block ?? ''}\n<action/>\n${first?.block ?? ''}\n</actions>`;
    expect(actionsState(twice, own)).toBe('stale');
    const merged = withActions(twice, own) ?? '';
    expect(actionsState(merged, own)).toBe('current');
    expect(withoutActions(merged)).toBe('<actions>\n<action/>\n</actions>');
  });

  it.each([
    ['nothing', ''],
    ['no root', '<!-- actions -->'],
    ['another root', '<config></config>'],
    ['cut off', '<actions>\n<action>'],
    ['crossed', '<actions><action></actions></action>'],
    ['two roots', '<actions></actions><actions></actions>'],
    ['text around', 'x<actions></actions>'],
    ['a stray &', '<actions><action><name>a & b</name></action></actions>'],
    ['an unknown entity', '<actions>&nbsp;</actions>'],
    ['no XML', '{"actions": []}'],
    ['a bare attribute', '<actions a=b></actions>'],
    ['too deep', '<actions>'.repeat(200) + '</actions>'.repeat(200)],
    ['too long', `<actions>${' '.repeat(5_000_000)}</actions>`],
  ])('leaves a broken file alone: %s', (_, text) => {
    expect(withActions(text, own)).toBeUndefined();
    expect(withoutActions(text)).toBeUndefined();
    expect(actionsState(text, own)).toBe('broken');
  });

  it('carries any path of the launcher, and Thunar reads it as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        fc.pre(!/[\0\r]/u.test(name));
        const launcher = `/${name}`;
        const actions = ownActions(launcher);
        const merged = withActions(emptyActions, actions) ?? '';
        const command = readXml(merged)?.children[0]?.children.find((one) => one.name === 'command')?.text;
        expect(command?.trim()).toBe(actions[0]?.command.trim());
        // Thunar takes the field codes first, whatever is quoted, and then what a shell would
        const words = command?.replaceAll('%F', "'/f'").replaceAll('%%', '%') ?? '';
        expect(words).toContain(` '${launcher.replaceAll("'", String.raw`'\''`)}' '/f'`);
      }),
    );
  });
});

it('is quick with what is made to be slow', () => {
  for (const text of ['<!DOCTYPE x [', '<a '.repeat(50_000), '<a b="'.repeat(50_000), '<![CDATA['.repeat(9)])
    expect(readXml(`<actions>${text}`)).toBeUndefined();
});
