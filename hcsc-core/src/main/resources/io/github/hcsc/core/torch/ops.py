class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def relu_(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.relu_(x)
  def global_average_pool(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.mean(x, [2, 3], dtype=6)
  def to_bfloat16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 15)
  def in_type_of(self: __torch__.Ops, model: Tensor, x: Tensor) -> Tensor:
    return torch.type_as(x, model)
  def divide(self: __torch__.Ops, x: Tensor, divisor: Tensor) -> Tensor:
    return torch.div(x, float(torch.item(divisor)))
  def channels_last(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.contiguous(x, memory_format=2)
  def to_images(self: __torch__.Ops, pixels: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    x = torch.to(torch.permute(pixels, [0, 3, 1, 2]), 6)
    return torch.add_(torch.mul_(x, scale), shift)
  def less_than_(self: __torch__.Ops, x: Tensor, bound: Tensor) -> Tensor:
    return torch.lt_(x, bound)
  def largest(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.amax(x, [1])
  def nearest(self: __torch__.Ops, x: Tensor, centroids: Tensor, rows: Tensor) -> Tensor:
    weights = torch.t(centroids)
    bias = torch.mul(torch.sum(torch.mul(centroids, centroids), [1]), -0.5)
    labels = annotate(List[Tensor], [])
    for chunk in torch.split(x, int(torch.item(rows)), 0):
      best, label = torch.max(torch.addmm(bias, chunk, weights), 1)
      _0 = torch.append(labels, label)
    return torch.cat(labels)
  def is_contiguous(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.tensor(torch.is_contiguous(x))
  def copy_(self: __torch__.Ops, target: List[Tensor], source: List[Tensor]) -> Tensor:
    for i in range(torch.len(target)):
      _0 = torch.copy_(target[i], source[i])
    return target[0]
  def set_rows_(self: __torch__.Ops, x: Tensor, indices: Tensor, rows: Tensor) -> Tensor:
    return torch.index_copy_(x, 0, indices, rows)
  def ema_(self: __torch__.Ops, key: List[Tensor], query: List[Tensor], momentum: Tensor) -> Tensor:
    m = float(torch.item(momentum))
    torch._foreach_mul_(key, m)
    torch._foreach_add_(key, query, alpha=torch.sub(1., m))
    return key[0]
  def sgd_(self: __torch__.Ops, parameters: List[Tensor], gradients: List[Tensor], velocity: List[Tensor], rate: Tensor, momentum: Tensor, decay: Tensor) -> Tensor:
    torch._foreach_add_(gradients, parameters, alpha=float(torch.item(decay)))
    torch._foreach_mul_(velocity, float(torch.item(momentum)))
    torch._foreach_add_(velocity, gradients, alpha=1)
    torch._foreach_add_(parameters, velocity, alpha=torch.neg(float(torch.item(rate))))
    torch._foreach_zero_(gradients)
    return parameters[0]
