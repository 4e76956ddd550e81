/**
 * A Quick Action of the Finder: a folder `NAME.workflow` in the user's library, which Automator would write. Pure: the
 * files of each, by their paths below `~/Library/Services`.
 */
import { labels } from '../words.ts';
import { entryName, verbs, type Verb } from '../verbs.ts';
import { shellWord, startScript } from './shell.ts';
import { xmlText } from './xml.ts';

export type WorkflowFile = { readonly file: string; readonly text: string };

type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist };

/** The folder of a verb's workflow. Its name is not shown: NSMenuItem is, in the user's language. */
export const workflowName = (verb: Verb): string => `${entryName(verb)}.workflow`;

export const workflowFiles = (launcher: string): readonly WorkflowFile[] =>
  verbs.flatMap((verb) => [
    { file: `${workflowName(verb)}/Contents/Info.plist`, text: plist(infoOf(verb)) },
    { file: `${workflowName(verb)}/Contents/document.wflow`, text: plist(documentOf(launcher, verb)) },
    {
      file: `${workflowName(verb)}/Contents/Resources/zh_CN.lproj/ServicesMenu.strings`,
      text: `"${labels[verb].en}" = "${labels[verb].zh}";\n`,
    },
  ]);

const infoOf = (verb: Verb): Plist => ({
  NSServices: [
    {
      NSMenuItem: { default: labels[verb].en },
      NSMessage: 'runWorkflowAsService',
      NSRequiredContext: { NSApplicationIdentifier: 'com.apple.finder' },
      NSSendFileTypes: ['public.item'],
    },
  ],
});

const documentOf = (launcher: string, verb: Verb): Plist => ({
  AMApplicationBuild: '523',
  AMApplicationVersion: '2.10',
  AMDocumentVersion: '2',
  actions: [
    {
      action: {
        AMAccepts: { Container: 'List', Optional: true, Types: ['com.apple.cocoa.string'] },
        AMActionVersion: '2.0.3',
        AMApplication: ['Automator'],
        AMProvides: { Container: 'List', Types: ['com.apple.cocoa.string'] },
        ActionBundlePath: '/System/Library/Automator/Run Shell Script.action',
        ActionName: 'Run Shell Script',
        ActionParameters: {
          // the files come as arguments (1), not on standard input (0)
          inputMethod: 1,
          shell: '/bin/sh',
          COMMAND_STRING: `sh -c ${shellWord(startScript(verb))} ${shellWord(launcher)} "$@"`,
          CheckedForUserDefaultShell: true,
          source: '',
        },
        BundleIdentifier: 'com.apple.RunShellScript',
        CFBundleVersion: '2.0.3',
        CanShowSelectedItemsWhenRun: false,
        CanShowWhenRun: true,
        Category: ['AMCategoryUtilities'],
        'Class Name': 'RunShellScriptAction',
      },
      isViewVisible: 1,
    },
  ],
  connectors: {},
  workflowMetaData: {
    serviceInputTypeIdentifier: 'com.apple.Automator.fileSystemObject',
    serviceOutputTypeIdentifier: 'com.apple.Automator.nothing',
    serviceApplicationBundleID: 'com.apple.finder',
    serviceProcessesInput: 0,
    workflowTypeIdentifier: 'com.apple.Automator.servicesMenu',
  },
});

const plist = (value: Plist): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<plist version="1.0">${node(value)}</plist>`,
    '',
  ].join('\n');

const node = (value: Plist): string => {
  if (typeof value === 'string') return `<string>${xmlText(value)}</string>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (isList(value)) return `<array>${value.map(node).join('')}</array>`;
  const pairs = Object.entries(value).map(([key, one]) => `<key>${xmlText(key)}</key>${node(one)}`);
  return `<dict>${pairs.join('')}</dict>`;
};

const isList = (value: Plist): value is readonly Plist[] => Array.isArray(value);
