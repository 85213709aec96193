// What pages use of the router, of which there is one copy in a page: the whole of it would be half of the shell's first load.
export {Link, Navigate, NavLink, Outlet, Route, Routes, useLocation, useMatch, useNavigate, useParams, useRoutes, useSearchParams} from 'react-router';
