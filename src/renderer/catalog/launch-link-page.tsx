/** Onyxia's launch links, as people keep them: the form opens with their choices. */
import { Navigate, useLocation, useParams } from '@tanstack/react-router';
import { useState } from 'react';

/** The page of `/launcher/<catalog>/<chart>?...`. */
export function LaunchLinkPage() {
  const { catalog, chart } = useParams({ from: '/launcher/$catalog/$chart' });
  const { pathname, searchStr } = useLocation();
  // The location changes while this page is still here: read again, the link would wrap itself without end.
  const [link] = useState(`${pathname}${searchStr}`);
  return <Navigate to="/launch/$catalog/$chart" params={{ catalog, chart }} search={{ link }} replace />;
}
