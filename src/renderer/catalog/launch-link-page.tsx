/** Onyxia's launch links, as people keep them: the form opens with their choices. */
import { Navigate, useLocation, useParams } from '@tanstack/react-router';

/** The page of `/launcher/<catalog>/<chart>?...`. */
export function LaunchLinkPage() {
  const { catalog, chart } = useParams({ from: '/launcher/$catalog/$chart' });
  const { pathname, searchStr } = useLocation();
  return (
    <Navigate
      to="/launch/$catalog/$chart"
      params={{ catalog, chart }}
      search={{ link: `${pathname}${searchStr}` }}
      replace
    />
  );
}
