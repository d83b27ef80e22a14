/** Everything that every screen needs: colours, words, cache, routes. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isFailure } from '../../shared/contract/errors.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { rememberAppearance, rememberedAppearance, useScheme } from './appearance.ts';
import { chooseLanguage, speak } from './language/setup.ts';
import { router } from './routes.tsx';
import { useSettings } from './streams.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The core tells of changes by streams; asking again on every focus would only cost.
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (count, error) => count < 1 && isFailure(error) && error.code === 'unreachable',
      staleTime: 10_000,
    },
    mutations: { networkMode: 'always' },
  },
});

/** The whole interface. */
export function App() {
  const { value: settings } = useSettings();
  const appearance = settings?.appearance ?? rememberedAppearance();
  const language = settings?.language;
  useEffect(() => {
    if (settings) rememberAppearance(settings.appearance);
  }, [settings]);
  useEffect(() => {
    if (language) void speak(chooseLanguage(language, navigator.languages));
  }, [language]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={useScheme(appearance)}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
