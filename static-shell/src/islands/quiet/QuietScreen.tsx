export default function X() { return <h1>quiet/QuietScreen</h1>; }
