import { createContext, useContext } from 'react';
import { historyOf, type Route } from './route.ts';

export type Navigation = { readonly route: Route; readonly go: (route: Route) => void };

export const NavigationContext = createContext<Navigation>({
  route: { screen: 'status' },
  go: () => undefined,
});

export function useNavigation(): Navigation & { readonly openHistory: (path: string) => void } {
  const { route, go } = useContext(NavigationContext);
  return {
    route,
    go,
    openHistory: (path) => {
      go(historyOf(path, route));
    },
  };
}
