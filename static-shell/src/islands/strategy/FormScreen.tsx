export default function X() { return <h1>strategy/FormScreen</h1>; }
