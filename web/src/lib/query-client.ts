import { QueryClient } from '@tanstack/react-query';

/** One cache for the page. Retrying is `call`'s business, which knows Retry-After; here it would only multiply. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 10_000, gcTime: 300_000 },
    // Writes wait while the browser is offline and go on after: what was typed is not lost.
    mutations: { retry: false },
  },
});
