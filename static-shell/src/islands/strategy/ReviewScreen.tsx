export default function X() { return <h1>strategy/ReviewScreen</h1>; }
