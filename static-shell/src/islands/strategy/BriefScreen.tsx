export default function X() { return <h1>strategy/BriefScreen</h1>; }
