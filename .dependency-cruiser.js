// @ts-check
// For `npm run walls`: who may import what stands in scripts/walls/rooms.ts.
import { builtinModules } from 'node:module';
import { dependencyRules } from './scripts/walls/rules.ts';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: dependencyRules(builtinModules),
  options: {
    // types count as imports, those in the comments of JavaScript files, too
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(out|release|test-results|\\.cache)/' },
    // node_modules may be a link, as in a second working tree
    preserveSymlinks: true,
    builtInModules: { add: ['node:sqlite', 'node:sea', 'node:test', 'node:test/reporters'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default', 'require'],
      mainFields: ['types', 'module', 'main'],
    },
  },
};
